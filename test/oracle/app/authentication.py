"""Who is calling (waldur-behaviour.md)."""

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from app.fixture import USERS
from app.models import hex_of

NO_CREDENTIALS = "Invalid token. No credentials provided."
SPACES = "Invalid token. Token string should not contain spaces."
BAD_CHARACTERS = "Invalid token header. Token string should not contain invalid characters."


class TokenAuthentication(BaseAuthentication):
    def authenticate(self, request):
        words = get_authorization_header(request).split()
        if not words or words[0].lower() not in (b"token", b"bearer"):
            return None
        if len(words) == 1:
            raise AuthenticationFailed(NO_CREDENTIALS)
        if len(words) > 2:
            raise AuthenticationFailed(SPACES)
        try:
            token = words[1].decode()
        except UnicodeError:
            raise AuthenticationFailed(BAD_CHARACTERS)
        if words[0].lower() == b"bearer":
            raise AuthenticationFailed("Invalid JWT token.")
        return self.speak_for(request, self.user_of(token)), token

    def authenticate_header(self, request):
        return "Token"

    def user_of(self, token):
        user = USERS.get(token)
        if user is None:
            raise AuthenticationFailed("Invalid token.")
        if not user.is_active:
            raise AuthenticationFailed("User inactive or deleted.")
        if user.is_expired:
            raise AuthenticationFailed("Token has expired.")
        return user

    def speak_for(self, request, user):
        """Staff may speak for another user; for others the header says nothing."""
        uuid = hex_of(request.META.get("HTTP_X_IMPERSONATED_USER_UUID", ""))
        target = next((one for one in USERS.values() if one.uuid == uuid), None)
        if target is None or not user.is_staff:
            return user
        request._request.impersonator = user
        return target
