"""Booking offerings: how requests are handled, and some of what is shown (2.12, 4.2)."""

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from app.links import Link
from app.models import Calendar


class BookingSerializer(serializers.Serializer):
    url = Link.to_self("booking-offering-detail")
    uuid = serializers.CharField()
    name = serializers.CharField()
    customer = Link("customer-detail")
    customer_uuid = serializers.CharField(source="customer.uuid")
    customer_name = serializers.CharField(source="customer.name")
    state = serializers.CharField()
    type = serializers.CharField()
    billable = serializers.BooleanField()

    def to_representation(self, offering):
        """`field` chooses; when it names nothing known, everything is shown (§1.9)."""
        shown = super().to_representation(offering)
        wanted = self.context["request"].query_params.getlist("field")
        chosen = {name: value for name, value in shown.items() if name in wanted}
        return chosen or shown


def calendar_of(offering):
    return Calendar.objects.filter(offering=offering).first()


def demand_google(offering):
    if not offering.customer.google_ready:
        raise ValidationError("Google credentials do not exist.")


def refuse_busy(offering):
    calendar = calendar_of(offering)
    if calendar and calendar.state not in ("OK", "Erred"):
        raise ValidationError("The calendar cannot be updated.")


def refuse_public(offering):
    calendar = calendar_of(offering)
    if calendar and calendar.public:
        raise ValidationError("The calendar is public already.")


def refuse_missing(offering):
    if not calendar_of(offering):
        raise ValidationError("The calendar does not exist.")


def refuse_private(offering):
    if not calendar_of(offering).public:
        raise ValidationError("The calendar is private already.")


def schedule(offering):
    calendar = calendar_of(offering)
    if calendar:
        calendar.state = "Update Scheduled"
        calendar.save()
    else:
        Calendar.objects.create(offering=offering, state="Creation Scheduled", public=False)
