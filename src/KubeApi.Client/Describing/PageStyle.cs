namespace KubeApi.Client.Describing;

/// <summary>What a line of a page is, for its colour.</summary>
public enum PageStyle
{
    /// <summary>Ordinary text.</summary>
    Plain,

    /// <summary>The title of a part.</summary>
    Heading,

    /// <summary>Something that is as it should be.</summary>
    Good,

    /// <summary>Something that is not as it should be.</summary>
    Bad,
}
