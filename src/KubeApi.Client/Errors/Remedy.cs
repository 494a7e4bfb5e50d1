namespace KubeApi.Client.Errors;

/// <summary>A remedy for a failure, as a fact. The program that shows the failure has the words, because they depend on its parameters.</summary>
public enum Remedy
{
    /// <summary>None beyond the failure's own recommended action.</summary>
    None,

    /// <summary>Specify the user to impersonate in addition to uid, groups and extra fields.</summary>
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

    /// <summary>Correct the name of the namespace.</summary>
    NamespaceName,

    /// <summary>Name the file of the client certificate's key, too.</summary>
    ClientKey,

    /// <summary>Correct the proxy's address.</summary>
    ProxyAddress,

    /// <summary>Process the objects of a list faster, or request fewer at a time.</summary>
    FasterReader,

    /// <summary>List fewer objects, or more at a time: the list outlived the server's snapshot.</summary>
    ShorterList,

    /// <summary>Name the cluster of the kubeconfig.</summary>
    Cluster,

    /// <summary>Name the context of the kubeconfig.</summary>
    Context,

    /// <summary>Give the new context another name.</summary>
    ContextName,

    /// <summary>Name a server, or a kubeconfig.</summary>
    Server,

    /// <summary>Name the folder of the service account.</summary>
    ServiceAccountFolder,
}
