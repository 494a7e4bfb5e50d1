namespace KubeApi.Sandbox.Errors;

/// <summary>Ends a request with a Status; the chain writes it.</summary>
internal sealed class StatusException(Status status) : Exception(status.Message)
{
    public Status Status { get; } = status;

    /// <summary>Refusals of the authorizer carry X-Content-Type-Options, other failures do not.</summary>
    public bool NoSniff { get; init; }

    /// <summary>The one answer that is indented for everybody: 406, where no format was agreed on.</summary>
    public bool IsAlwaysIndented { get; init; }
}
