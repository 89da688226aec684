"""How Django finds this package."""

from django.apps import AppConfig


class SkillsConfig(AppConfig):
    """Skills of members, and tasks that were done without one."""

    name = "whereabouts.practice.skills"
    label = "skills"
