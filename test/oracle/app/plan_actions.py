"""What the actions of a plan do (waldur-behaviour.md, 2.6 to 2.9)."""

from rest_framework.exceptions import ValidationError

from app.plans import is_used

LARGEST_INTEGER = 2**31 - 1


def update_prices(plan, prices):
    """A used plan keeps its prices until the next month. What is not named becomes zero."""
    components = named_components(plan, prices, plan.offering.components.all())
    column = "future_price" if is_used(plan) else "price"
    for one in components:
        price = prices.get(one.component.type, 0)
        if price != (getattr(one, column) or 0):
            setattr(one, column, price)
            one.save()


def update_quotas(plan, quotas):
    fixed = plan.offering.components.filter(billing_type="fixed")
    for one in named_components(plan, quotas, fixed):
        one.amount = quotas.get(one.component.type, 0)
        if one.amount > LARGEST_INTEGER:
            raise OverflowError("integer out of range, says the database")
        one.save()


def named_components(plan, values, offered):
    """The components of the plan; those that the offering gained since are made."""
    known = {component.type: component for component in offered}
    unknown = ", ".join(sorted(set(values) - set(known)))
    # An empty name alone makes an empty text: it escapes, and is then not found.
    if unknown:
        raise ValidationError(f"Invalid components {unknown}.")
    for name in values:
        plan.components.get_or_create(component=known[name])
    return plan.components.all()


def update_discounts(plan, discounts):
    known = [component.type for component in plan.offering.components.all()]
    unknown = [name for name in discounts if name not in known]
    if unknown:
        text = f"Invalid component types: {', '.join(unknown)}. Valid types are: {', '.join(known)}"
        raise ValidationError({"discounts": [text]})
    for one in plan.components.all():
        if one.component.type in discounts:
            discount = discounts[one.component.type]
            one.discount_threshold = discount.get("discount_threshold")
            one.discount_rate = discount.get("discount_rate")
            one.save()
