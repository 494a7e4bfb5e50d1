namespace KubeApi.Client.Errors;

/// <summary>
/// Every failure of this client. It always has a <see cref="Status"/>: the server's own, or one that was made from what happened.
/// It never holds a credential.
/// </summary>
public sealed class KubeApiException : Exception
{
    /// <summary>Makes a failure of a kind, with a message for people.</summary>
    public KubeApiException(FailureKind failure, string message, Exception? inner = null)
        : this(failure, new Status { Reason = failure.ToString(), Message = message }, inner)
    {
    }

    /// <summary>Makes a failure from the server's Status.</summary>
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

    /// <summary>What kind of thing went wrong.</summary>
    public FailureKind Failure { get; }

    /// <summary>The server's own account, or one that was made from what happened.</summary>
    public Status Status { get; }

    /// <summary>The HTTP status code of the API's response; 0 if there was none, or another than an API server's.</summary>
    public int StatusCode => Status.Code;

    /// <summary>The HTTP method of the request; null if none was made.</summary>
    public string? Method { get; init; }

    /// <summary>The request's address; null if none was made.</summary>
    public Uri? RequestUri { get; init; }

    /// <summary>How long the server asks to wait before trying again; null if it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the user can do about it, as far as it does not depend on the program; null for nothing.</summary>
    public string? RecommendedAction { get; init; }

    /// <summary>What would help, where saying so depends on the program.</summary>
    public Remedy Remedy { get; init; }

    /// <summary>What the request addressed, in the words of RBAC; null if that is not known, as for a raw path.</summary>
    public RequestTarget? Target { get; init; }

    /// <summary>How the request authenticated, for people; null if that is not known.</summary>
    public string? Authentication { get; private init; }

    /// <summary>Existing names that look like the one that was not found, closest first.</summary>
    public IReadOnlyList<string> SimilarNames { get; private init; } = [];

    /// <summary>When the token that was refused had expired, by its own account; null if it is not known to have.</summary>
    public DateTimeOffset? TokenExpired { get; init; }

    /// <summary>How often the request was sent.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>The same failure, with how the request authenticated.</summary>
    public KubeApiException WithAuthentication(string authentication) => new(this) { Authentication = authentication };

    /// <summary>The same failure, in other words: its message and those of its causes.</summary>
    public KubeApiException WithMessage(Func<string, string> rewrite) =>
        new(this, Status with { Message = rewrite(Status.Message), Causes = [.. Status.Causes.Select(c => c with { Message = rewrite(c.Message) })] });

    /// <summary>The same failure, of which is known that the namespace is what is missing.</summary>
    internal KubeApiException WithMissingNamespace(string name, IReadOnlyList<string> similar) =>
        new(this, Status with { Message = $"namespaces \"{name}\" not found", Kind = "namespaces", Name = name }) { SimilarNames = similar };

    /// <summary>The same failure, with what would help.</summary>
    public KubeApiException WithRemedy(Remedy remedy) => new(this) { Remedy = remedy };

    /// <summary>The same failure, with what the user can do about it.</summary>
    public KubeApiException WithRecommendedAction(string action) => new(this) { RecommendedAction = action };

    /// <summary>The same failure, with the request that ran into it.</summary>
    internal KubeApiException WithRequest(string method, Uri uri, RequestTarget? target, int attempts) =>
        new(this) { Method = method, RequestUri = uri, Target = target, Attempts = attempts };
}
