"""Two more doors for programs beside the REST API: GraphQL, which only reads, and the Model Context Protocol, for a person's own assistant.

Both stand on the same services, scopes, limits and errors as `/api/v1/`.
"""
