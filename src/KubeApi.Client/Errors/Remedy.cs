namespace KubeApi.Client.Errors;

/// <summary>What would help against a failure, as a fact. The words belong to whoever shows the failure, since only they know how their user sets it.</summary>
public enum Remedy
{
    /// <summary>Nothing beyond what the failure itself says.</summary>
    None,

    /// <summary>Name the user to impersonate, beside uid, groups and extra fields.</summary>
    ImpersonatedUser,

    /// <summary>Wait longer for responses.</summary>
    LongerTimeout,

    /// <summary>Trust the server's own certificate, if its fingerprint is right.</summary>
    ServerCertificate,

    /// <summary>Trust the cluster's certificate authority.</summary>
    CertificateAuthority,

    /// <summary>Expect another name in the server's certificate.</summary>
    TlsServerName,

    /// <summary>Load the certificate with its encrypted key, and connect with it.</summary>
    LoadedCertificate,

    /// <summary>Correct the proxy's address.</summary>
    ProxyAddress,

    /// <summary>Take the objects of a list faster, or fewer at a time.</summary>
    FasterReader,

    /// <summary>List fewer objects, or more at a time: the list outlived the server's snapshot.</summary>
    ShorterList,

    /// <summary>Name the cluster of the kubeconfig.</summary>
    Cluster,

    /// <summary>Name the context of the kubeconfig.</summary>
    Context,

    /// <summary>Name a server, or a kubeconfig.</summary>
    Server,

    /// <summary>Name the folder of the service account.</summary>
    ServiceAccountFolder,
}
