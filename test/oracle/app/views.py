"""The two families of views, in the order in which Waldur checks a request (1.2)."""

from rest_framework.decorators import action
from rest_framework.exceptions import MethodNotAllowed, ValidationError
from rest_framework.response import Response
from rest_framework.viewsets import ModelViewSet

from app import booking, plan_actions, plans
from app.filters import PlanFilter, UsageQuery, sort_usage
from app.models import Offering, Plan


class ActionsViewSet(ModelViewSet):
    """Disabled actions, then the object, who may touch it and in which state: all before the body."""

    lookup_field = "uuid"
    disabled_actions = ()
    guards = {}
    subject = None

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if self.action in self.disabled_actions:
            raise MethodNotAllowed(request.method)
        if self.detail and self.action not in (None, "metadata"):
            subject = self.get_object()
            for guard in self.guards.get(self.action, ()):
                guard(subject)

    def get_object(self):
        """Found once: the guards and the action look at the same row."""
        if self.subject is None:
            self.subject = super().get_object()
        return self.subject

    def filter_queryset(self, queryset):
        """Without a query nothing is narrowed, and no form need be made for it."""
        return super().filter_queryset(queryset) if self.request.query_params else queryset

    def read(self, serializer_class):
        serializer = serializer_class(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data


def refuse_used(plan):
    if plans.is_used(plan):
        raise ValidationError("It is not possible to update plan because it is used by resources.")


def refuse_remote(plan):
    if plans.is_remote(plan):
        raise ValidationError("It is not possible to update plan for this offering type.")


def refuse_archived(plan):
    if plan.archived:
        raise ValidationError("Plan is already archived.")


class PlanViewSet(ActionsViewSet):
    serializer_class = plans.PlanSerializer
    filterset_class = PlanFilter
    guards = {
        "update": [refuse_used],
        "partial_update": [refuse_used],
        "update_prices": [refuse_remote],
        "update_quotas": [refuse_remote],
        "update_discounts": [refuse_remote],
        "archive": [refuse_archived],
    }

    def get_queryset(self):
        rows = Plan.objects.order_by("name", "uuid").select_related("offering__customer")
        if not self.detail:
            rows = rows.prefetch_related("components", "organization_groups")
        user = self.request.user
        return rows if user.is_staff else rows.filter(offering__customer__uuid__in=user.customers)

    def check_permissions(self, request):
        super().check_permissions(request)
        if self.action == "destroy" and not request.user.is_staff:
            self.permission_denied(request)

    def check_object_permissions(self, request, plan):
        if self.action not in ("retrieve", "destroy"):
            if not plans.manages(request.user, plan.offering):
                self.permission_denied(request)

    @action(detail=True, methods=["post"])
    def update_prices(self, request, uuid=None):
        plan_actions.update_prices(self.get_object(), self.read(plans.PricesUpdate)["prices"])
        return Response()

    @action(detail=True, methods=["post"])
    def update_quotas(self, request, uuid=None):
        plan_actions.update_quotas(self.get_object(), self.read(plans.QuotasUpdate)["quotas"])
        return Response()

    @action(detail=True, methods=["post"])
    def update_discounts(self, request, uuid=None):
        discounts = self.read(plans.DiscountsUpdate)["discounts"]
        plan_actions.update_discounts(self.get_object(), discounts)
        return Response()

    @action(detail=True, methods=["post"])
    def update_organization_groups(self, request, uuid=None):
        # An absent list is an unguarded look-up on the real server, too: a 500.
        groups = self.read(plans.GroupsUpdate)["organization_groups"]
        self.get_object().organization_groups.set(groups)
        return Response()

    @action(detail=True, methods=["post"])
    def delete_organization_groups(self, request, uuid=None):
        self.get_object().organization_groups.clear()
        return Response(status=204)

    @action(detail=True, methods=["post"])
    def archive(self, request, uuid=None):
        Plan.objects.filter(uuid=uuid).update(archived=True)
        return Response({"detail": "Plan has been archived."})

    @action(detail=False, methods=["get"])
    def usage_stats(self, request):
        query = UsageQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        rows = Plan.objects.filter(offering__billable=True).order_by("name", "uuid")
        rows = rows.select_related("offering__customer")
        if "offering_uuid" in wanted:
            rows = rows.filter(offering__uuid=wanted["offering_uuid"])
        if "customer_provider_uuid" in wanted:
            rows = rows.filter(offering__customer__uuid=wanted["customer_provider_uuid"])
        usage = sort_usage([usage_of(plan) for plan in rows], wanted.get("o", "-usage"))
        return self.get_paginated_response(self.paginate_queryset(usage))


def usage_of(plan):
    usage = plans.live_resources(plan)
    limit = plan.max_amount
    return {
        "plan_uuid": plan.uuid,
        "plan_name": plan.name,
        "limit": limit,
        "usage": usage,
        "remaining": None if limit is None else limit - usage,
        "offering_uuid": plan.offering.uuid,
        "offering_name": plan.offering.name,
        "customer_provider_uuid": plan.offering.customer.uuid,
        "customer_provider_name": plan.offering.customer.name,
    }


class BookingViewSet(ActionsViewSet):
    serializer_class = booking.BookingSerializer
    disabled_actions = ("create", "update", "partial_update", "destroy")
    filter_backends = ()
    guards = {
        "google_calendar_sync": [booking.demand_google, booking.refuse_busy],
        "share_google_calendar": [
            booking.demand_google,
            booking.refuse_busy,
            booking.refuse_public,
        ],
        "unshare_google_calendar": [
            booking.demand_google,
            booking.refuse_busy,
            booking.refuse_missing,
            booking.refuse_private,
        ],
    }

    def get_queryset(self):
        rows = Offering.objects.filter(type="Marketplace.Booking").order_by("name", "uuid")
        user = self.request.user
        return rows if user.is_staff else rows.filter(customer__uuid__in=user.owned)

    @action(detail=True, methods=["post"])
    def google_calendar_sync(self, request, uuid=None):
        return self.schedule()

    @action(detail=True, methods=["post"])
    def share_google_calendar(self, request, uuid=None):
        return self.schedule()

    @action(detail=True, methods=["post"])
    def unshare_google_calendar(self, request, uuid=None):
        return self.schedule()

    def schedule(self):
        booking.schedule(self.get_object())
        return Response("OK", status=202)
