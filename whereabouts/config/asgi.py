"""The whole site as one ASGI application: pages in threads, live streams beside them."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "whereabouts.config.settings")
site: Any = get_wsgi_application()
pages: Any = WSGIMiddleware(site, workers=8)

# Only now is Django set up, and may the rest be imported.
from whereabouts.interfaces.web.live import EXCHANGE, PATH, live  # noqa: E402
from whereabouts.interfaces.web.warm import make_ready_beside  # noqa: E402

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer `/live/` here and everything else in a thread; nothing but HTTP is spoken."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1003})
    elif scope["path"] == PATH:
        await live(scope, receive, send)
    else:
        await pages(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            make_ready_beside()
            await send({"type": "lifespan.startup.complete"})
        else:
            await EXCHANGE.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
