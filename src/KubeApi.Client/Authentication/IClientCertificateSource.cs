namespace KubeApi.Client.Authentication;

/// <summary>The source of a client certificate: the certificate itself, or files that are read again.</summary>
public interface IClientCertificateSource
{
    /// <summary>The current certificate: the same instance until it changes.</summary>
    ClientCertificate Current { get; }
}
