using System.Collections;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;

namespace KubeApi.Binding;

/// <summary>Accepts several certificates. PowerShell itself does not convert a collection for a parameter that takes one value.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CertificatesTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => EmptyValue.Unwrap(inputData) switch
    {
        ICollection { Count: 0 } => throw new ArgumentTransformationMetadataException("The collection contains no certificate."),
        // The lines of a PEM file, as Get-Content returns them.
        ICollection items when string.Join('\n', items.Cast<object?>()) is var text && new CertificateArgument(text).Pem is not null =>
            new CertificateArgument(text),
        ICollection items => new CertificateArgument([.. items.Cast<object?>().Select(Read)]),
        _ => inputData,
    };

    private static X509Certificate2 Read(object? item) => EmptyValue.Unwrap(item) as X509Certificate2
        ?? throw new ArgumentTransformationMetadataException("Not every item of the collection is a certificate. Use certificates, or the path of one file.");
}
