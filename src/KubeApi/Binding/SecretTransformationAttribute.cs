using System.Management.Automation;
using System.Security;
using KubeApi.Client.Errors;

namespace KubeApi.Binding;

/// <summary>Converts a value to a <see cref="SecretArgument"/>. The error of PowerShell's own conversion would show the value.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        EmptyValue.Unwrap(inputData) switch
        {
            SecretArgument secret => secret,
            SecureString secure => new SecretArgument(secure),
            string text => new SecretArgument(text),
            ScriptBlock script => new SecretArgument(script),
            var other => throw new ArgumentTransformationMetadataException(
                $"A SecureString, a string or a script block is required; this is {(other is null ? "null" : Articles.Before(other.GetType().Name))}. "
                    + "Is a property missing, such as .token?"),
        };
}
