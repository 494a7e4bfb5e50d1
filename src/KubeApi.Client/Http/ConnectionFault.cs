namespace KubeApi.Client.Http;

/// <summary>The kind of a connection's failure, for retries.</summary>
internal enum ConnectionFault
{
    /// <summary>No failure, or one that a retry does not fix: an unknown name, an untrusted certificate, a time-out.</summary>
    None,

    /// <summary>Refused: the address is wrong, or the server is restarting.</summary>
    Refused,

    /// <summary>Lost while connecting; nothing was sent.</summary>
    Interrupted,

    /// <summary>Lost after the request was sent, which may have been carried out.</summary>
    Lost,

    /// <summary>The response is not HTTP, or its headers are too large. The request may have been carried out; a retry would have the same response.</summary>
    Unreadable,
}
