"""What narrows a list (waldur-behaviour.md)."""

from urllib.parse import urlparse

from django.urls import resolve
from django_filters import rest_framework as filters
from rest_framework import serializers

from app.models import Plan


class URLFilter(filters.CharFilter):
    """A link to a provider offering. A path without a route is a 404 that tells what was tried."""

    def filter(self, qs, value):
        if not value:
            return qs
        path = urlparse(value).path
        if not path.startswith("/"):
            return qs.none()
        match = resolve(path)
        if match.url_name != "marketplace-provider-offering-detail":
            return qs.none()
        return qs.filter(offering__uuid=match.kwargs["uuid"])


class PlanFilter(filters.FilterSet):
    offering = URLFilter()
    offering_uuid = filters.UUIDFilter(field_name="offering__uuid")
    parent_offering_uuid = filters.UUIDFilter(field_name="offering__parent__uuid")

    class Meta:
        model = Plan
        fields = ()


USAGE_ORDERS = ("usage", "limit", "remaining", "-usage", "-limit", "-remaining")


class UsageQuery(serializers.Serializer):
    """usage_stats reads its query as a form: nothing is trimmed, empty values are absent."""

    offering_uuid = serializers.UUIDField(required=False)
    customer_provider_uuid = serializers.UUIDField(required=False)
    o = serializers.ChoiceField(USAGE_ORDERS, required=False)


def sort_usage(rows, order):
    """Rows without a limit come first when ascending, last when descending."""
    key = order.lstrip("-")
    rows.sort(
        key=lambda row: (row[key] is not None, row[key] or 0), reverse=order.startswith("-")
    )
    return rows
