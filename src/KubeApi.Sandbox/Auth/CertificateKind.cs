namespace KubeApi.Sandbox.Auth;

/// <summary>The kinds of server certificates that the sandbox can present.</summary>
public enum CertificateKind
{
    /// <summary>Valid: issued by the cluster's CA, in date, for every name of the server.</summary>
    Valid,

    /// <summary>Expired.</summary>
    Expired,

    /// <summary>Not valid yet.</summary>
    NotYetValid,

    /// <summary>For another name, `other.example`.</summary>
    OtherName,

    /// <summary>Without alternative names: the host is only in the subject.</summary>
    NoNames,

    /// <summary>Self-signed.</summary>
    SelfSigned,

    /// <summary>Issued by another CA of the same name.</summary>
    OtherAuthority,

    /// <summary>Issued by an intermediate CA, whose certificate is sent, too.</summary>
    Intermediate,

    /// <summary>Issued by an intermediate CA, whose certificate is not sent.</summary>
    MissingIntermediate,
}
