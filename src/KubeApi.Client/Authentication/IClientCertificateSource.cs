namespace KubeApi.Client.Authentication;

/// <summary>Where a client certificate comes from: itself, or files that are read again.</summary>
public interface IClientCertificateSource
{
    /// <summary>The certificate as it is now: the same instance until there is another one.</summary>
    ClientCertificate Current { get; }
}
