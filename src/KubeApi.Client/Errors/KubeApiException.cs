namespace KubeApi.Client.Errors;

/// <summary>
/// A failure of this client. It always has a <see cref="Status"/>: the server's, or one that describes the failure. It never contains a credential.
/// </summary>
public sealed class KubeApiException : Exception
{
    /// <summary>Creates a failure of a kind, with a message.</summary>
    public KubeApiException(FailureKind failure, string message, Exception? inner = null)
        : this(failure, new Status { Reason = failure.ToString(), Message = message }, inner)
    {
    }

    /// <summary>Creates a failure from the server's Status.</summary>
    public KubeApiException(FailureKind failure, Status status, Exception? inner = null)
        : base(status.Message, inner)
    {
        Failure = failure;
        Status = status;
    }

    private KubeApiException(KubeApiException other, Status? status = null)
        : this(other.Failure, status ?? other.Status, other.InnerException)
    {
        Method = other.Method;
        RequestUri = other.RequestUri;
        Target = other.Target;
        RetryAfter = other.RetryAfter;
        RecommendedAction = other.RecommendedAction;
        Remedy = other.Remedy;
        Authentication = other.Authentication;
        TokenExpired = other.TokenExpired;
        Attempts = other.Attempts;
        SimilarNames = other.SimilarNames;
    }

    /// <summary>The kind of the failure.</summary>
    public FailureKind Failure { get; }

    /// <summary>The server's Status, or one that describes the failure.</summary>
    public Status Status { get; }

    /// <summary>The HTTP status code of the API's response; 0 if there was none, or it is not from an API server.</summary>
    public int StatusCode => Status.Code;

    /// <summary>The HTTP method of the request; null if none was sent.</summary>
    public string? Method { get; init; }

    /// <summary>The request's address; null if none was sent.</summary>
    public Uri? RequestUri { get; init; }

    /// <summary>The server's Retry-After; null for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The recommended action, if it does not depend on the program; null for none.</summary>
    public string? RecommendedAction { get; init; }

    /// <summary>The recommended action, if its words depend on the program.</summary>
    public Remedy Remedy { get; init; }

    /// <summary>The target of the request in terms of RBAC; null if unknown, as for a raw path.</summary>
    public RequestTarget? Target { get; init; }

    /// <summary>The kind of authentication, for display; null if unknown.</summary>
    public string? Authentication { get; private init; }

    /// <summary>Existing names similar to the missing one, closest first.</summary>
    public IReadOnlyList<string> SimilarNames { get; private init; } = [];

    /// <summary>The expiry of the rejected token, from its claims; null if it has not expired or is unknown.</summary>
    public DateTimeOffset? TokenExpired { get; init; }

    /// <summary>The number of times that the request was sent.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>A copy with the kind of authentication.</summary>
    public KubeApiException WithAuthentication(string authentication) => new(this) { Authentication = authentication };

    /// <summary>A copy with a rewritten message, and rewritten messages of its causes.</summary>
    public KubeApiException WithMessage(Func<string, string> rewrite) =>
        new(this, Status with { Message = rewrite(Status.Message), Causes = [.. Status.Causes.Select(c => c with { Message = rewrite(c.Message) })] });

    /// <summary>A copy with another message and other causes.</summary>
    internal KubeApiException WithCauses(string message, IReadOnlyList<StatusCause> causes) =>
        new(this, Status with { Message = message, Causes = causes });

    /// <summary>A copy for a missing namespace in which the request creates nothing: for a create, the server itself reports it.</summary>
    internal KubeApiException WithMissingNamespace(string name, IReadOnlyList<string> similar) =>
        new(this, Status with { Message = $"namespaces \"{name}\" not found", Kind = "namespaces", Name = name })
        {
            SimilarNames = similar,
            Remedy = Remedy.NamespaceName,
        };

    /// <summary>A copy with a remedy.</summary>
    public KubeApiException WithRemedy(Remedy remedy) => new(this) { Remedy = remedy };

    /// <summary>A copy with a recommended action.</summary>
    public KubeApiException WithRecommendedAction(string action) => new(this) { RecommendedAction = action };

    /// <summary>A copy with the request that failed.</summary>
    internal KubeApiException WithRequest(string method, Uri uri, RequestTarget? target, int attempts) =>
        new(this) { Method = method, RequestUri = uri, Target = target, Attempts = attempts };
}
