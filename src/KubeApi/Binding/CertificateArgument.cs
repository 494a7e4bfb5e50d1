using System.Security.Cryptography.X509Certificates;
using KubeApi.Client.Errors;

namespace KubeApi.Binding;

/// <summary>An argument of -CertificateAuthority or -ClientCertificate: the path of a file, or certificates. The former accepts PEM text, too.</summary>
public sealed class CertificateArgument
{
    /// <summary>Takes the path of a file, or PEM.</summary>
    public CertificateArgument(string path) => Path = path;

    /// <summary>Takes a file.</summary>
    public CertificateArgument(FileInfo file) => Path = file.FullName;

    /// <summary>Takes a certificate.</summary>
    public CertificateArgument(X509Certificate2 certificate) => Certificates = [certificate];

    /// <summary>Takes several certificates.</summary>
    public CertificateArgument(X509Certificate2Collection certificates) => Certificates = certificates;

    internal string? Path { get; }

    /// <summary>The argument as PEM; null if it is not.</summary>
    internal string? Pem => Path?.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal) == true ? Path : null;

    internal X509Certificate2Collection? Certificates { get; }

    /// <summary>The path, or the first certificate's subject. The contents of a file may be a secret, and are not shown.</summary>
    public override string ToString() => Path is null ? Certificates![0].Subject : FileContents.AreIn(Path) ? "PEM text" : Path;
}
