"""A partner's server, with the standard library of Python 3.8 and newer alone.

It signs in by client credentials, reads the foundation, opens a service request once although it
sends it twice, and follows the live feed across a lost connection. It prints each result as JSON.

Usage: LINLI_URL=... CLIENT_ID=... CLIENT_SECRET=... python3 partner.py
"""

import base64
import json
import os
import urllib.parse
import urllib.request
import uuid
from datetime import datetime, timedelta, timezone

# The platform sends a heartbeat every 15 s, so a longer silence is a lost connection.
SILENCE_SECONDS_MAX = 40


def main():
    api = Api(sign_in(os.environ["LINLI_URL"], os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"]))

    read = api.send(
        """{ elders(first: 1) { nodes { id person { id } } }
             serviceKinds(first: 1) { nodes { id } }
             serviceRequestBoard(filter: { states: [IN_REVIEW, OPEN] }) { cursor } }"""
    )
    elder = read["elders"]["nodes"][0]
    kind = read["serviceKinds"]["nodes"][0]
    first_cursor = read["serviceRequestBoard"]["cursor"]

    # One key for each intent. After a lost answer, send the same key again.
    opening = open_input(elder, kind, days_ahead=1)
    first, again = open_request(api, opening), open_request(api, opening)
    tell("opened", [first, again])

    # The address stays the same. Only Last-Event-ID moves.
    feed = Feed(api, first_cursor)
    messages = feed.connect()
    tell("received", next_change(messages))
    messages.close()
    missed = open_request(api, open_input(elder, kind, days_ahead=2))
    messages = feed.connect()
    tell("resumed", {"missed": missed, "received": next_change(messages)})
    messages.close()


def sign_in(url, client_id, client_secret):
    """Reads the endpoints by discovery, and returns them with an access token of one hour."""
    with urllib.request.urlopen(f"{url}/.well-known/openid-configuration") as response:
        endpoints = json.load(response)
    credentials = ":".join(urllib.parse.quote(part, safe="") for part in (client_id, client_secret))
    request = urllib.request.Request(
        endpoints["token_endpoint"],
        data=urllib.parse.urlencode({"grant_type": "client_credentials"}).encode(),
        headers={"authorization": f"Basic {base64.b64encode(credentials.encode()).decode()}"},
    )
    with urllib.request.urlopen(request) as response:
        return {"url": url, "token": json.load(response)["access_token"]}


class Api:
    def __init__(self, signed_in):
        self.url = signed_in["url"]
        self.headers = {"authorization": f"Bearer {signed_in['token']}", "accept-language": "en"}

    def send(self, query, variables=None):
        """Sends one operation and returns its data. Errors of GraphQL are exceptions."""
        request = urllib.request.Request(
            f"{self.url}/graphql",
            data=json.dumps({"query": query, "variables": variables or {}}).encode(),
            headers={**self.headers, "content-type": "application/json"},
        )
        with urllib.request.urlopen(request) as response:
            answer = json.load(response)
        if "errors" in answer:
            raise RuntimeError(answer["errors"])
        return answer["data"]


class Feed:
    """The live feed as Server-Sent Events, which resumes from the last id that it received."""

    query = """subscription ($after: String!) {
      serviceRequestFeed(after: $after, filter: { states: [IN_REVIEW, OPEN] }) {
        __typename ... on RequestChanged { request { id state } } ... on FeedReset { reason } } }"""

    def __init__(self, api, cursor):
        self.headers = {**api.headers, "accept": "text/event-stream"}
        parameters = {"query": self.query, "variables": json.dumps({"after": cursor})}
        self.address = f"{api.url}/graphql/stream?{urllib.parse.urlencode(parameters)}"
        self.last_id = None

    def connect(self):
        """Opens one connection and yields its messages until it ends."""
        resume = {} if self.last_id is None else {"last-event-id": self.last_id}
        request = urllib.request.Request(self.address, headers={**self.headers, **resume})
        with urllib.request.urlopen(request, timeout=SILENCE_SECONDS_MAX) as stream:
            for event in events_of(stream):
                self.last_id = event.get("id", self.last_id)
                if event.get("data"):
                    yield json.loads(event["data"])["data"]["serviceRequestFeed"]


def events_of(stream):
    """Events by the standard of EventSource: lines of `field: value` up to an empty line."""
    event = {}
    for raw in stream:
        line = raw.decode().rstrip("\n")
        if line == "" and event:
            yield event
            event = {}
        elif line and not line.startswith(":"):
            name, _, value = line.partition(":")
            event[name] = value[1:] if value.startswith(" ") else value


def next_change(messages):
    for message in messages:
        if message["__typename"] == "RequestChanged":
            return message["request"]
        if message["__typename"] == "FeedReset":
            raise RuntimeError(f"Fetch the board again: {message['reason']}")
    raise RuntimeError("The stream ended.")


def open_input(elder, kind, days_ahead):
    start = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=days_ahead)
    return {
        "idempotencyKey": str(uuid.uuid4()),
        "elderId": elder["id"],
        "kindId": kind["id"],
        "requestedFrom": start.isoformat(),
        "requestedTo": (start + timedelta(hours=3)).isoformat(),
        "actingFor": {"personId": elder["person"]["id"], "channel": "AGENCY"},
    }


def open_request(api, given):
    """Opens a request and returns it. A refusal is data: its code decides, its message is text."""
    answer = api.send(
        """mutation ($input: OpenServiceRequestInput!) { openServiceRequest(input: $input) {
             request { id state } errors { code message path } } }""",
        {"input": given},
    )["openServiceRequest"]
    if answer["errors"]:
        raise RuntimeError(answer["errors"])
    return answer["request"]


def tell(step, result):
    print(json.dumps({step: result}), flush=True)


if __name__ == "__main__":
    main()
