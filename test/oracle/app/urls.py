"""The routes: two families that answer, and those to which links of theirs may lead."""

from django.urls import include, path
from rest_framework.routers import DefaultRouter
from rest_framework.viewsets import ModelViewSet

from app.models import Customer
from app.views import BookingViewSet, PlanViewSet


class Elsewhere(ModelViewSet):
    """Only its address is known: a link to it is well-formed, but leads to the wrong place."""

    lookup_field = "uuid"
    queryset = Customer.objects.none()


NEIGHBOURS = {
    "marketplace-provider-offerings": "marketplace-provider-offering",
    "marketplace-public-offerings": "marketplace-public-offering",
    "customers": "customer",
    "projects": "project",
    "marketplace-categories": "marketplace-category",
    "organization-groups": "organization-group",
}

router = DefaultRouter()
router.register("marketplace-plans", PlanViewSet, "marketplace-plan")
router.register("booking-offerings", BookingViewSet, "booking-offering")
for prefix, name in NEIGHBOURS.items():
    router.register(prefix, Elsewhere, name)

urlpatterns = [path("api/", include(router.urls))]
