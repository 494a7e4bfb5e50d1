using System.Management.Automation;

namespace KubeApi.Output;

/// <summary>A number that no type can represent: the nearest number, for calculations, and the original notation, for writing it back.</summary>
internal sealed class RoundedNumber(object nearest, string text) : PSObject(nearest)
{
    /// <summary>The number in its original notation.</summary>
    public string Text { get; } = text;
}
