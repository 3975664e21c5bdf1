"""The rows of fixtures/demo.json, which the mock serves too: both sides hold the same state."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from app import models

FIXTURE = json.loads(
    (Path(__file__).parents[3] / "fixtures" / "demo.json").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class User:
    uuid: str
    name: str
    token: str
    is_staff: bool = False
    is_support: bool = False
    is_active: bool = True
    is_expired: bool = False
    is_authenticated: bool = True
    roles: tuple = field(default=())

    def scopes(self, *names):
        return [role["scope"] for role in self.roles if role["role"] in names]

    @property
    def customers(self):
        return self.scopes("CUSTOMER.OWNER", "CUSTOMER.MANAGER", "CUSTOMER.SUPPORT")

    @property
    def owned(self):
        return self.scopes("CUSTOMER.OWNER")


def user_of(row):
    known = {name: row[name] for name in User.__dataclass_fields__ if name in row}
    # The only user with a lifetime was last seen weeks ago.
    return User(**{**known, "is_expired": "token_lifetime" in row})


USERS = {row["token"]: user_of(row) for row in FIXTURE["users"]}

# No request changes a resource, so they need no table.
RESOURCE_STATES = defaultdict(list)
for resource in FIXTURE["resources"]:
    RESOURCE_STATES[resource["plan"]].append(resource.get("state", "OK"))


def load():
    """Fills the empty tables."""
    for row in FIXTURE["customers"]:
        models.Customer.objects.create(
            uuid=row["uuid"], name=row["name"], google_ready=has_google(row)
        )
    for row in FIXTURE["organization_groups"]:
        models.OrganizationGroup.objects.create(
            uuid=row["uuid"], name=row["name"], parent=find("OrganizationGroup", row.get("parent"))
        )
    for row in FIXTURE["offerings"]:
        load_offering(row)
    for row in FIXTURE["plans"]:
        load_plan(row)
    for row in FIXTURE["calendars"]:
        models.Calendar.objects.create(
            offering=find("Offering", row["uuid"]),
            state=row.get("state", "OK"),
            backend_id=row.get("backend_id"),
            public=row.get("public", False),
        )


def find(model, uuid):
    return uuid and getattr(models, model).objects.get(uuid=uuid)


def has_google(customer):
    google = customer.get("google_credentials") or {}
    has_tokens = google.get("calendar_token") and google.get("calendar_refresh_token")
    return bool(customer.get("is_service_provider") and has_tokens)


def load_offering(row):
    offering = models.Offering.objects.create(
        uuid=row["uuid"],
        name=row["name"],
        type=row.get("type", "Marketplace.Booking"),
        state=row.get("state", "Active"),
        billable=row.get("billable", True),
        customer=find("Customer", row["customer"]),
        parent=find("Offering", row.get("parent")),
    )
    for component in row.get("components", []):
        models.OfferingComponent.objects.create(
            offering=offering,
            type=component["type"],
            name=component["name"],
            measured_unit=component.get("measured_unit", ""),
            billing_type=component["billing_type"],
        )


PLAN_COLUMNS = ("name", "description", "article_code", "max_amount", "archived", "unit_price")
PLAN_COLUMNS += ("unit", "backend_id")


def load_plan(row):
    offering = find("Offering", row["offering"])
    columns = {name: row[name] for name in PLAN_COLUMNS if name in row}
    plan = models.Plan.objects.create(uuid=row["uuid"], offering=offering, **columns)
    plan.organization_groups.set(
        find("OrganizationGroup", uuid) for uuid in row.get("organization_groups", [])
    )
    is_inherited = offering.parent and not offering.components.exists()
    offered = (offering.parent if is_inherited else offering).components
    for component in row.get("components", []):
        columns = {name: value for name, value in component.items() if name != "type"}
        models.PlanComponent.objects.create(
            plan=plan, component=offered.get(type=component["type"]), **columns
        )
