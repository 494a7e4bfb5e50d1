namespace KubeApi.Client.Describing;

/// <summary>A line of a page: a label, which may be empty, and text. Neither has control characters.</summary>
/// <param name="Label">The label with the white space around it; empty for none.</param>
/// <param name="Text">The text.</param>
/// <param name="Style">The style of the text.</param>
public readonly record struct PageLine(string Label, string Text, PageStyle Style = PageStyle.Plain)
{
    /// <summary>The position in the text below which a line that does not fit continues: the last column of a table.</summary>
    public int LastColumn { get; init; }

    /// <summary>The line without colors.</summary>
    public override string ToString() => (Label + Text).TrimEnd();
}
