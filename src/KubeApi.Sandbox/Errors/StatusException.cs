namespace KubeApi.Sandbox.Errors;

/// <summary>Ends a request with a Status; the chain writes it.</summary>
internal sealed class StatusException(Status status) : Exception(status.Message)
{
    public Status Status { get; } = status;

    /// <summary>Whether X-Content-Type-Options is set, as for denials by the authorizer.</summary>
    public bool NoSniff { get; init; }

    /// <summary>Whether the response is always indented, as for a 406, which has no negotiated format.</summary>
    public bool IsAlwaysIndented { get; init; }
}
