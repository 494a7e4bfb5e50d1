using System.Management.Automation;

namespace KubeApi.Binding;

/// <summary>Explains the script block that replaces a string. PowerShell's own error does not.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ScriptTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        EmptyValue.Unwrap(inputData) is string
            ? throw new ArgumentTransformationMetadataException(
                "A script block is required, such as { $_.Object.status.phase -eq 'Running' }. "
                + "To wait for a condition: Wait-KubeApiObject -For Condition=Ready.")
            : inputData;
}
