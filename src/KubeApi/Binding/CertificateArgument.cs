using System.Security.Cryptography.X509Certificates;

namespace KubeApi.Binding;

/// <summary>An argument of -CertificateAuthority or -ClientCertificate: the path of a file, or certificates.</summary>
public sealed class CertificateArgument
{
    /// <summary>Takes the path of a file.</summary>
    public CertificateArgument(string path) => Path = path;

    /// <summary>Takes a file.</summary>
    public CertificateArgument(FileInfo file) => Path = file.FullName;

    /// <summary>Takes a certificate.</summary>
    public CertificateArgument(X509Certificate2 certificate) => Certificates = [certificate];

    /// <summary>Takes several certificates.</summary>
    public CertificateArgument(X509Certificate2Collection certificates) => Certificates = certificates;

    internal string? Path { get; }

    internal X509Certificate2Collection? Certificates { get; }

    /// <summary>The path, or the first certificate's subject.</summary>
    public override string ToString() => Path ?? Certificates![0].Subject;
}
