namespace KubeApi.Client.Requests;

/// <summary>Whether a request may be sent again when the outcome of an earlier attempt is unknown. The builder of the request states it.</summary>
public enum RepeatSafety
{
    /// <summary>A second attempt could do the work twice: a create, an exec. Sent again only if the server reports that it did nothing.</summary>
    Never,

    /// <summary>A second attempt changes nothing more: an apply, a PUT with a resourceVersion, a DELETE with a uid, a dry run.</summary>
    Idempotent,

    /// <summary>The request changes nothing.</summary>
    Safe,
}
