"""The rows, as far as the answers to requests depend on them."""

import uuid
from decimal import Decimal
from uuid import uuid4

from django.db import models
from django.utils.functional import cached_property


def hex_of(text):
    """The 32 digits of a uuid in any spelling that Python reads; a garbage text is no uuid."""
    try:
        return uuid.UUID(str(text)).hex
    except ValueError:
        return ""


class UUIDField(models.CharField):
    """A garbage uuid finds nothing instead of failing (waldur-behaviour.md)."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 32, "unique": True, **kwargs})

    def get_prep_value(self, value):
        return None if value is None else hex_of(value)


class MoneyField(models.TextField):
    """Exact decimals with ten places, as a numeric column of PostgreSQL holds them."""

    def get_prep_value(self, value):
        return None if value is None else f"{Decimal(value) + 0:.10f}"

    def from_db_value(self, value, *_):
        return None if value is None else Decimal(value)


def new_hex():
    return uuid4().hex


class Row(models.Model):
    uuid = UUIDField(default=new_hex)

    class Meta:
        abstract = True


class Customer(Row):
    name = models.TextField()
    google_ready = models.BooleanField()


class GroupsWithParents(models.Manager):
    def get_queryset(self):
        return super().get_queryset().select_related("parent")


class OrganizationGroup(Row):
    objects = GroupsWithParents()

    name = models.TextField()
    parent = models.ForeignKey("self", models.CASCADE, null=True)


class Offering(Row):
    name = models.TextField()
    type = models.TextField()
    state = models.TextField()
    billable = models.BooleanField()
    customer = models.ForeignKey(Customer, models.CASCADE)
    parent = models.ForeignKey("self", models.CASCADE, null=True)


class OfferingComponent(models.Model):
    offering = models.ForeignKey(Offering, models.CASCADE, related_name="components")
    type = models.TextField()
    name = models.TextField()
    measured_unit = models.TextField()
    billing_type = models.TextField()


class Plan(Row):
    name = models.TextField()
    offering = models.ForeignKey(Offering, models.CASCADE, related_name="plans")
    description = models.TextField(default="")
    article_code = models.TextField(default="")
    max_amount = models.IntegerField(null=True)
    archived = models.BooleanField(default=False)
    unit_price = MoneyField(default=0)
    unit = models.TextField(default="day")
    backend_id = models.TextField(default="")
    organization_groups = models.ManyToManyField(OrganizationGroup)

    @cached_property
    def parts(self):
        """Its components in the order in which they are shown, read once a request."""
        return sorted(self.components.all(), key=lambda one: (one.component.name, one.id))


class PricedComponents(models.Manager):
    def get_queryset(self):
        return super().get_queryset().select_related("component")


class PlanComponent(models.Model):
    objects = PricedComponents()

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="components")
    component = models.ForeignKey(OfferingComponent, models.CASCADE)
    amount = models.IntegerField(default=0)
    price = MoneyField(default=0)
    future_price = MoneyField(null=True)
    discount_threshold = models.IntegerField(null=True)
    discount_rate = models.IntegerField(null=True)


class Calendar(models.Model):
    offering = models.OneToOneField(Offering, models.CASCADE)
    state = models.TextField()
    backend_id = models.TextField(null=True)
    public = models.BooleanField()
