"""What stands around every view (waldur-behaviour.md, 1.2, 1.3 and 1.5)."""

from django.http import HttpResponse


def answer_preflight(get_response):
    """A preflight is answered before anything else looks at it."""

    def middleware(request):
        if request.method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in request.META:
            response = HttpResponse()
            response["Content-Length"] = "0"
            return response
        return get_response(request)

    return middleware


def look_at_session(get_response):
    """Waldur looks at the session of every request, so every answer varies with the cookie."""

    def middleware(request):
        request.session.get("user")
        return get_response(request)

    return middleware


def name_impersonator(get_response):
    def middleware(request):
        response = get_response(request)
        impersonator = getattr(request, "impersonator", None)
        if impersonator:
            response["X-impersonator-uuid"] = impersonator.uuid
        return response

    return middleware
