"""The story of the other programs, with the client that openapi-python-client makes."""

import json
import sys

from clients.python import AuthenticatedClient
from clients.python.api.booking_offerings import booking_offerings_list
from clients.python.api.marketplace_plans import (
    marketplace_plans_count,
    marketplace_plans_create,
    marketplace_plans_list,
    marketplace_plans_retrieve,
    marketplace_plans_update_prices,
)
from clients.python.models import (
    BillingUnit,
    FieldErrors,
    PricesUpdateRequest,
    ProviderPlanDetails,
    ProviderPlanDetailsRequest,
)

url, name = sys.argv[1:]
client = AuthenticatedClient(base_url=url, token="YOUR_API_TOKEN", prefix="Token")

listed = marketplace_plans_list.sync_detailed(client=client, page_size=2)
counted = marketplace_plans_count.sync_detailed(client=client)
offering = listed.parsed[0].offering
body = ProviderPlanDetailsRequest(name=name, offering=offering, unit=BillingUnit.HOUR)
created = marketplace_plans_create.sync(client=client, body=body)
assert isinstance(created, ProviderPlanDetails)
prices = {component.type_: "12.5" for component in created.components}
marketplace_plans_update_prices.sync_detailed(
    created.uuid, client=client, body=PricesUpdateRequest.from_dict({"prices": prices})
)
read = marketplace_plans_retrieve.sync(created.uuid, client=client)
bookings = booking_offerings_list.sync(client=client, page_size=3)
nameless = ProviderPlanDetailsRequest(name="", offering=offering)
refused = marketplace_plans_create.sync(client=client, body=nameless)
assert isinstance(refused, FieldErrors)

print(
    json.dumps(
        {
            "total": int(listed.headers["x-result-count"]),
            "hasNext": 'rel="next"' in listed.headers["link"],
            "count": int(counted.headers["x-result-count"]),
            "created": read.name,
            "prices": [component.price for component in read.components],
            "bookings": [offering.name for offering in bookings],
            "refused": refused.to_dict(),
        }
    )
)
