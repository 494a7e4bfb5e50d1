using System.Management.Automation;
using System.Net;

namespace KubeApi.Binding;

/// <summary>Accepts <c>localhost</c> for the IP address of a local listener, as kubectl does, and refuses other host names.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => EmptyValue.Unwrap(inputData) switch
    {
        object?[] several => several.Select(One).ToArray(),
        var one => One(one)!,
    };

    private static object? One(object? value) => EmptyValue.Unwrap(value) switch
    {
        string text when text.Equals("localhost", StringComparison.OrdinalIgnoreCase) => IPAddress.Loopback,
        string text when !IPAddress.TryParse(text, out _) =>
            throw new ArgumentTransformationMetadataException($"'{text}' is not an IP address. Use 127.0.0.1, ::1, or 0.0.0.0 for all IPv4 addresses."),
        var other => other,
    };
}
