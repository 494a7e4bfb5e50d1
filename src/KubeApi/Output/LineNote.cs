using System.Management.Automation;

namespace KubeApi.Output;

/// <summary>A note property that many strings share: it is never copied, and cannot be set.</summary>
internal sealed class LineNote(string name, object? value) : PSNoteProperty(name, value)
{
    public override bool IsSettable => false;

    public override PSMemberInfo Copy() => this;
}
