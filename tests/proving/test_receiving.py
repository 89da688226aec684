"""The receiver takes what it is sent, and counts each key."""

import http.client

from whereabouts.proving.receiving import receiver


def sent(server, key):
    line = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    try:
        line.request("POST", "/", body=b"{}", headers={"Whereabouts-Delivery": key})
        return line.getresponse().status
    finally:
        line.close()


def test_every_parcel_is_acknowledged_and_each_key_counted():
    with receiver() as server:
        assert server.address.startswith("http://127.0.0.1:")
        assert {sent(server, key) for key in ("one", "two", "one")} == {204}
        assert server.taken == {"one": 2, "two": 1}
