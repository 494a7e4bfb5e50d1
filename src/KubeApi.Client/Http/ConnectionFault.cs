namespace KubeApi.Client.Http;

/// <summary>How a connection failed, as far as it matters for repeating the request.</summary>
internal enum ConnectionFault
{
    /// <summary>It did not, or in a way that repeating does not mend: an unknown name, an untrusted certificate, a time-out.</summary>
    None,

    /// <summary>Nobody listens: the address is wrong, or the server starts again right now.</summary>
    Refused,

    /// <summary>It was cut while it was made; nothing was sent.</summary>
    Interrupted,

    /// <summary>It was cut when the request was on its way, or had arrived, or had been carried out.</summary>
    Lost,
}
