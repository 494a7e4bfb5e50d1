using System.Management.Automation;

namespace KubeApi.Binding;

/// <summary>Joins an array with commas: PowerShell parses <c>app=web,tier!=cache</c> without quotes as an array.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class JoinedTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        EmptyValue.Unwrap(inputData) is object?[] parts ? string.Join(',', parts.Select(ArgumentText.Of)) : inputData;
}
