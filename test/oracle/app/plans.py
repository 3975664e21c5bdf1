"""A plan as it is read and shown (waldur-behaviour.md, 2.2 to 2.4 and 2.14)."""

from decimal import Decimal

from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied

from app.fixture import RESOURCE_STATES
from app.html import clean_html
from app.links import Link
from app.models import Offering, OrganizationGroup, Plan

UNITS = ("month", "quarter", "half_month", "day", "hour", "quantity")
GET_ONLY = ("plan_type", "minimal_price")
TYPE_NAMES = {
    "usage": "usage-based",
    "fixed": "fixed",
    "one": "one-time",
    "few": "on-plan-switch",
    "limit": "limit",
}


class GroupSerializer(serializers.Serializer):
    uuid = serializers.CharField()
    url = Link.to_self("organization-group-detail")
    name = serializers.CharField()
    # Both are left out where there is no parent (§3.2).
    parent_uuid = serializers.CharField(source="parent.uuid", required=False)
    parent_name = serializers.CharField(source="parent.name", required=False)
    parent = Link("organization-group-detail")


class PlanComponentSerializer(serializers.Serializer):
    type = serializers.CharField(source="component.type")
    name = serializers.CharField(source="component.name")
    measured_unit = serializers.CharField(source="component.measured_unit")
    amount = serializers.IntegerField()
    price = serializers.DecimalField(22, 10)
    future_price = serializers.DecimalField(22, 10)
    discount_threshold = serializers.IntegerField()
    discount_rate = serializers.IntegerField()


# It shows no links, so it needs no request and is made once.
PLAN_COMPONENTS = PlanComponentSerializer(many=True)


class PlanSerializer(serializers.Serializer):
    url = Link.to_self("marketplace-plan-detail")
    uuid = serializers.CharField(read_only=True)
    name = serializers.CharField(max_length=150)
    description = serializers.CharField(required=False, allow_blank=True)
    article_code = serializers.CharField(required=False, allow_blank=True, max_length=30)
    max_amount = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=32767
    )
    archived = serializers.BooleanField(required=False)
    is_active = serializers.SerializerMethodField()
    unit_price = serializers.DecimalField(22, 10, required=False, min_value=Decimal(0))
    unit = serializers.ChoiceField(UNITS, required=False)
    init_price = serializers.SerializerMethodField()
    switch_price = serializers.SerializerMethodField()
    backend_id = serializers.CharField(required=False, allow_blank=True, max_length=255)
    organization_groups = serializers.SerializerMethodField()
    components = serializers.SerializerMethodField()
    offering = Link("marketplace-provider-offering-detail", queryset=Offering.objects.all())
    prices = serializers.SerializerMethodField()
    future_prices = serializers.SerializerMethodField()
    quotas = serializers.SerializerMethodField()
    resources_count = serializers.SerializerMethodField()
    plan_type = serializers.SerializerMethodField()
    minimal_price = serializers.SerializerMethodField()

    def get_fields(self):
        fields = super().get_fields()
        if self.context["request"].method != "GET":
            for name in GET_ONLY:
                del fields[name]
        if self.instance is not None:
            fields["offering"].read_only = True
        return fields

    def validate_description(self, value):
        return clean_html(value)

    def validate(self, attrs):
        """Who may create a plan is only asked when the whole body is right (§1.2)."""
        if self.instance is None:
            user = self.context["request"].user
            if not manages(user, attrs["offering"]):
                raise PermissionDenied()
        return attrs

    def create(self, attrs):
        """A child offering has no components of its own, so neither has its plan (§2.3)."""
        plan = Plan.objects.create(**attrs)
        for component in plan.offering.components.all():
            plan.components.create(component=component)
        return plan

    def update(self, plan, attrs):
        """The rest of the body is checked and forgotten (§2.0, row 6)."""
        for name in ("name", "description", "unit", "max_amount", "article_code"):
            is_frozen = name in ("name", "description", "article_code") and is_remote(plan)
            if name in attrs and not is_frozen:
                setattr(plan, name, attrs[name])
        plan.save()
        return plan

    def get_is_active(self, plan):
        return not plan.max_amount or plan.max_amount > live_resources(plan)

    def get_init_price(self, plan):
        return sum(priced(plan, "one")) or 0

    def get_switch_price(self, plan):
        return sum(priced(plan, "few")) or 0

    def get_organization_groups(self, plan):
        groups = sorted(plan.organization_groups.all(), key=lambda group: group.name)
        return GroupSerializer(groups, many=True, context=self.context).data

    def get_components(self, plan):
        return PLAN_COMPONENTS.to_representation(plan.parts)

    def get_prices(self, plan):
        return {one.component.type: one.price for one in plan.parts}

    def get_future_prices(self, plan):
        return {one.component.type: one.future_price for one in plan.parts}

    def get_quotas(self, plan):
        return {one.component.type: one.amount for one in plan.parts}

    def get_resources_count(self, plan):
        return len(RESOURCE_STATES.get(plan.uuid, ()))

    def get_plan_type(self, plan):
        types = {one.component.billing_type for one in plan.parts if one.price > 0}
        if len(types) > 1:
            return "mixed"
        return TYPE_NAMES[types.pop()] if types else None

    def get_minimal_price(self, plan):
        """A fixed component counts at least once; usage and plan switches cost nothing at first."""
        amounts = {"limit": lambda _: 1, "one": lambda _: 1, "fixed": lambda one: one.amount or 1}
        return sum(
            one.price * amounts[one.component.billing_type](one)
            for one in plan.parts
            if one.price > 0 and one.component.billing_type in amounts
        )


def priced(plan, billing_type):
    return [one.price for one in plan.parts if one.component.billing_type == billing_type]


def live_resources(plan):
    return sum(state != "Terminated" for state in RESOURCE_STATES.get(plan.uuid, ()))


def is_used(plan):
    return plan.uuid in RESOURCE_STATES


def is_remote(plan):
    return plan.offering.type == "Waldur.RemoteOffering"


def manages(user, offering):
    return user.is_staff or offering.customer.uuid in user.owned


class GroupsUpdate(serializers.Serializer):
    organization_groups = serializers.ManyRelatedField(
        child_relation=Link("organization-group-detail", queryset=OrganizationGroup.objects.all()),
        required=False,
    )


class PricesUpdate(serializers.Serializer):
    prices = serializers.DictField(child=serializers.DecimalField(22, 10, min_value=Decimal(0)))


class QuotasUpdate(serializers.Serializer):
    quotas = serializers.DictField(child=serializers.IntegerField(min_value=0))


HALF_PAIR = (
    "Both discount_threshold and discount_rate must be provided together,"
    " or both must be null to remove discount."
)


class Discount(serializers.Serializer):
    discount_threshold = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=2**31 - 1
    )
    discount_rate = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=100
    )

    def validate(self, attrs):
        is_given = [attrs.get(name) is not None for name in ("discount_threshold", "discount_rate")]
        if any(is_given) and not all(is_given):
            raise serializers.ValidationError(HALF_PAIR)
        return attrs


class DiscountsUpdate(serializers.Serializer):
    discounts = serializers.DictField(child=Discount())
