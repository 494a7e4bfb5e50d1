using System.Collections;
using System.Management.Automation;

namespace KubeApi.Binding;

/// <summary>Rejects an empty array, for which PowerShell's own error is that a method is not supported.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SessionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => EmptyValue.Unwrap(inputData) is IList { Count: 0 }
        ? throw new ArgumentTransformationMetadataException("A session is required; this is an empty array. Is a variable misspelled?")
        : inputData;
}
