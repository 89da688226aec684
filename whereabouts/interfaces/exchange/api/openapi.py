"""The description of the API, OpenAPI 3.1, made from the definitions that validate."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from whereabouts.interfaces.exchange.api import definitions, problems

_PROBLEMS = {
    "400": "The body cannot be read, or there is no usable Idempotency-Key.",
    "401": "There is no token that stands.",
    "403": "The token is not for this.",
    "405": "The address does not answer to this method.",
    "413": "The body is over one megabyte.",
    "415": "The body is not sent as JSON.",
    "422": "There is nothing to go by, something needed is wrong, or the key came before with"
    " another body.",
    "429": "Too many calls in a minute.",
    "500": "We failed; nothing was saved.",
    "503": "The database does not answer. Send the same again, with the same key.",
}

# Of a report alone: an event's answer holds nothing about anybody.
_ERASED = {"410": "It was taken before, so long ago that the answer to it is erased."}


@cache
def document() -> dict[str, Any]:
    """Return the whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Whereabouts",
            "version": "1",
            "description": "For agencies' own systems: reports of missing children, and the events"
            " of command-and-control logs. A report that can be acted on is taken, whatever else"
            " of it cannot be read; the answer says what was left out.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {
            "/api/v1/reports": {"post": _report()},
            "/api/v1/contacts": {"post": _contact()},
            "/api/v1/openapi.json": {"get": _itself()},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Report": definitions.report(),
                "Receipt": definitions.RECEIPT,
                "LogEvent": definitions.contact(),
                "Followed": definitions.FOLLOWED,
                "Problem": definitions.PROBLEM,
            },
            "responses": {
                f"Problem{status}": {
                    "description": words,
                    "content": {problems.CONTENT_TYPE: {"schema": _schema("Problem")}},
                }
                for status, words in (_PROBLEMS | _ERASED).items()
            },
        },
    }


def _report() -> dict[str, Any]:
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "A key of your own for this report; the same key and body get the same"
        " answer for ever.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,100}$"},
    }
    return {
        "operationId": "sendReport",
        "summary": "Send a report of a missing child",
        "parameters": [key],
        "requestBody": _body("Report", "report", "a report of hardly anything"),
        "responses": _answers(
            "Receipt", "It is saved: the receipt, and what we know.", refused=_PROBLEMS | _ERASED
        ),
    }


def _contact() -> dict[str, Any]:
    return {
        "operationId": "sendLogEvent",
        "summary": "Send an event of a command-and-control log",
        "requestBody": _body("LogEvent", "opened", "closed"),
        "responses": _answers("Followed", "It is saved. A closed log cannot be refused."),
    }


def _itself() -> dict[str, Any]:
    return {
        "operationId": "describe",
        "summary": "This description",
        "security": [],
        "responses": {
            "200": {
                "description": "OpenAPI 3.1",
                "content": {"application/json": {"schema": {"type": "object"}}},
            }
        },
    }


def _body(name: str, *examples: str) -> dict[str, Any]:
    shown = {
        one.replace(" ", "_"): {"summary": one, "value": definitions.EXAMPLES[one]}
        for one in examples
    }
    return {
        "required": True,
        "content": {"application/json": {"schema": _schema(name), "examples": shown}},
    }


def _answers(name: str, words: str, *, refused: Mapping[str, str] = _PROBLEMS) -> dict[str, Any]:
    problem = "#/components/responses/Problem{}"
    return {
        "201": {
            "description": words,
            "content": {"application/json": {"schema": _schema(name)}},
        }
    } | {status: {"$ref": problem.format(status)} for status in sorted(refused)}


def _schema(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
