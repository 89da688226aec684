"""The board's addresses."""

from django.urls import path

from whereabouts.interfaces.web.board import views

urlpatterns = [
    path("board/", views.page, name="board"),
    path("board/rows/", views.rows, name="board-rows"),
]
