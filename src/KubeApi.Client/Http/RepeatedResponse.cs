namespace KubeApi.Client.Http;

/// <summary>The meaning of the response to a repeated request.</summary>
internal enum RepeatedResponse
{
    /// <summary>The response is valid.</summary>
    Unchanged,

    /// <summary>An earlier attempt deleted the object.</summary>
    Done,

    /// <summary>The object has changed since, perhaps by an earlier attempt.</summary>
    Unknown,
}
