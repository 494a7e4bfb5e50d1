namespace KubeApi.Client.Describing;

/// <summary>The style of a line, which determines its color.</summary>
public enum PageStyle
{
    /// <summary>Ordinary text.</summary>
    Plain,

    /// <summary>The title of a section.</summary>
    Heading,

    /// <summary>An expected state.</summary>
    Good,

    /// <summary>An unexpected state.</summary>
    Bad,
}
