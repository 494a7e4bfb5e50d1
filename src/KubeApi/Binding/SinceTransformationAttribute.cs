using System.Management.Automation;

namespace KubeApi.Binding;

/// <summary>Keeps a duration as it was typed: PowerShell parses <c>1.5s</c> as the short 2.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SinceTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Duration.Typed(inputData);
}
