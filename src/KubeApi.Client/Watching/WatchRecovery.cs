namespace KubeApi.Client.Watching;

/// <summary>The recovery of a watch after a failure.</summary>
internal enum WatchRecovery
{
    /// <summary>It ends with the failure: nothing would change by itself.</summary>
    End,

    /// <summary>It resumes from the last version seen, after a delay.</summary>
    Resume,

    /// <summary>It lists all objects again: the server no longer has the last version seen.</summary>
    Relist,

    /// <summary>It waits a while for the resource type to be served again, then lists.</summary>
    AwaitType,

    /// <summary>
    /// It resumes for a while: a server that has just started refuses requests until it has read its roles, and a credential may be renewed late.
    /// </summary>
    AwaitAccess,
}
