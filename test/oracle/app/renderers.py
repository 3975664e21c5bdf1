from drf_orjson_renderer.renderers import ORJSONRenderer


class Renderer(ORJSONRenderer):
    """Waldur's own subclass sends no charset (waldur-behaviour.md)."""

    charset = None
