"""The routes: two families that answer, and those to which links of theirs may lead."""

from django.http import HttpResponse
from django.urls import include, path
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.routers import DefaultRouter
from rest_framework.viewsets import ModelViewSet

from app.models import Customer
from app.views import BookingViewSet, PlanViewSet


class Elsewhere(ModelViewSet):
    """Only its address is known: a link to it is well-formed, but leads to the wrong place."""

    lookup_field = "uuid"
    queryset = Customer.objects.none()


class PublicOfferings(Elsewhere):
    """Its plans have an address, too."""

    @action(detail=True)
    def plans(self, request, uuid=None):
        raise NotFound()


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
    views = PublicOfferings if prefix == "marketplace-public-offerings" else Elsewhere
    router.register(prefix, views, name)



def home(request):
    """Nobody asks for it: a link to it leads to the wrong place, too."""
    return HttpResponse()


urlpatterns = [path("", home), path("api/", include(router.urls))]
