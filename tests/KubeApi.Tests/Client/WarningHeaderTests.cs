using KubeApi.Client.Http;

namespace KubeApi.Tests.Client;

public sealed class WarningHeaderTests
{
    [Theory]
    [InlineData("299 - \"unknown field \\\"dta\\\"\"", "unknown field \"dta\"")]
    [InlineData("299 kube-apiserver \"a\", 299 - \"b, c\"", "a|b, c")]
    [InlineData("299 - \"a\" \"Mon, 23 Nov 2026 18:32:28 GMT\", 299 - \"b\"", "a|b")]
    [InlineData("214 - \"transformed\", 299 - \"b\"", "b")]
    [InlineData("299 - \"\u001b[2Jwiped\"", "wiped")]
    [InlineData("299 - \"never ends", "")]
    [InlineData("299 - \"=?UTF-8?Q?gr=C3=B6=C3=9Fe?=\"", "größe")]
    [InlineData("299 - \"field =?utf-8?b?Z3LDtg==?= =?utf-8?q?=C3=9Fe_1?= end\"", "field größe 1 end")]
    [InlineData("299 - \"=?iso-8859-1?q?gr=F6=DFe?=\"", "größe")]
    [InlineData("299 - \"=?koi8-r?q?=C1?= =?utf-8?q?=C3?\"", "=?koi8-r?q?=C1?= =?utf-8?q?=C3?")]
    [InlineData("299 - \"=?utf-8?q?=C?= =?utf-8?b?A?=\"", "=?utf-8?q?=C?= =?utf-8?b?A?=")]
    [InlineData("299 - \"=?utf-8?q?=1B[2Jwiped?=\"", "wiped")]
    [InlineData("299 - \"gr\u00c3\u00b6\u00c3\u009fe\u00e2\u0082\u00ac\"", "größe€")]
    [InlineData("299 - \"gr\u00f6\u00dfe\"", "größe")]
    [InlineData("nonsense", "")]
    [InlineData("", "")]
    public void Texts_of_warnings_with_code_299_are_read(string header, string expected) =>
        Assert.Equal(expected, string.Join('|', WarningHeader.Parse(header)));
}
