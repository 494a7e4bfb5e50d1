namespace KubeApi.Client.Http;

/// <summary>What the answer to a repeated request means.</summary>
internal enum RepeatedAnswer
{
    /// <summary>What it says.</summary>
    AsItIs,

    /// <summary>What was asked for is done: the object is gone.</summary>
    Done,

    /// <summary>Somebody changed the object, and that may have been an earlier attempt.</summary>
    Unknown,
}
