using System.Management.Automation;

namespace KubeApi.Output;

/// <summary>A number that no type holds: the nearest one to calculate with, and what it was, which our JSON writer gives back.</summary>
internal sealed class RoundedNumber(object nearest, string text) : PSObject(nearest)
{
    /// <summary>The number as it stood in the JSON.</summary>
    public string Text { get; } = text;
}
