namespace KubeApi.Sandbox.Auth;

/// <summary>What is right or wrong with the certificate that the sandbox presents.</summary>
public enum CertificateKind
{
    /// <summary>Nothing is wrong: issued by the cluster's CA, in date, for every name of the server.</summary>
    Valid,

    /// <summary>Right but for its dates, which are past.</summary>
    Expired,

    /// <summary>Right but for its dates, which are to come.</summary>
    NotYetValid,

    /// <summary>Right but for its name, `other.example`.</summary>
    OtherName,

    /// <summary>Without alternative names: its host stands in the subject only.</summary>
    NoNames,

    /// <summary>Signed by itself.</summary>
    SelfSigned,

    /// <summary>Issued by another CA of the same name.</summary>
    OtherAuthority,

    /// <summary>Issued by an intermediate CA, whose certificate is sent along.</summary>
    Intermediate,

    /// <summary>Issued by an intermediate CA, whose certificate is not sent.</summary>
    MissingIntermediate,
}
