namespace KubeApi.Client.Errors;

/// <summary>What kind of thing went wrong, before any detail.</summary>
public enum FailureKind
{
    /// <summary>The server answered, and the answer is a failure.</summary>
    Refused,

    /// <summary>The server has no resource type of the name.</summary>
    ResourceTypeNotFound,

    /// <summary>The session was closed, before the request or while it ran.</summary>
    SessionClosed,

    /// <summary>No connection: name not found, refused, reset, or cut in the middle of an answer.</summary>
    ConnectionFailed,

    /// <summary>The proxy on the way cannot be reached, or refuses.</summary>
    ProxyFailed,

    /// <summary>A change was sent, and whether it was carried out is not known.</summary>
    UnknownOutcome,

    /// <summary>The server's certificate is not signed by a trusted CA.</summary>
    CertificateNotTrusted,

    /// <summary>The server's certificate is expired, or not valid yet.</summary>
    CertificateExpired,

    /// <summary>The server's certificate is for other names.</summary>
    CertificateNameMismatch,

    /// <summary>The server did not answer in time.</summary>
    Timeout,

    /// <summary>The server answered with something that is not what the API promises.</summary>
    InvalidAnswer,

    /// <summary>A kubeconfig, service-account folder, certificate or other setting cannot be used.</summary>
    InvalidConfiguration,

    /// <summary>A credential cannot be had, or cannot be sent.</summary>
    CredentialUnavailable,
}
