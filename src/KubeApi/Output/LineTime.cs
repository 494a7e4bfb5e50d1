using System.Management.Automation;
using KubeApi.Client.Streaming;

namespace KubeApi.Output;

/// <summary>The note property Timestamp of a line of a log: local time, converted when it is read.</summary>
internal sealed class LineTime(LogLine line) : PSNoteProperty("Timestamp", null)
{
    public override object? Value
    {
        get => line.Time?.LocalDateTime;
        set => base.Value = value;
    }

    public override bool IsSettable => false;

    public override PSMemberInfo Copy() => this;
}
