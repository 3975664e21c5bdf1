"""Pages: a plain array, its size and its neighbours in headers (waldur-behaviour.md)."""

from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param


class LinkHeaderPagination(PageNumberPagination):
    page_size = 10
    page_size_query_param = "page_size"
    max_page_size = 300

    def get_paginated_response(self, data):
        links = [
            ("first", self.link_to(1)),
            ("prev", self.get_previous_link()),
            ("next", self.get_next_link()),
            ("last", self.link_to(self.page.paginator.num_pages)),
        ]
        link = ", ".join(f'<{url}>; rel="{name}"' for name, url in links if url)
        count = str(self.page.paginator.count)
        return Response(data, headers={"Link": link, "X-Result-Count": count})

    def link_to(self, number):
        url = self.request.build_absolute_uri()
        if number == 1:
            return remove_query_param(url, self.page_query_param)
        return replace_query_param(url, self.page_query_param, number)
