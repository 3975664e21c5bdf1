"""Hyperlinks between rows, as Django REST framework reads and writes them."""

from rest_framework import serializers


class Link(serializers.HyperlinkedRelatedField):
    """A row named by the address of its view; the uuid stands in the path."""

    def __init__(self, view_name, **kwargs):
        if "queryset" not in kwargs:
            kwargs["read_only"] = True
        super().__init__(view_name, lookup_field="uuid", **kwargs)

    @staticmethod
    def to_self(view_name):
        return serializers.HyperlinkedIdentityField(view_name, lookup_field="uuid")

    def use_pk_only_optimization(self):
        return False
