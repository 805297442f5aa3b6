"""The commonest passwords of at least ten characters, and words that stand as secrets in examples; all folded."""

from __future__ import annotations

_COMMON = """
1234567890 0123456789 12345678910 0987654321 1234554321 1122334455 1029384756 9876543210 1357924680 1231231234
123456789a 123456789q a123456789 a1234567890 aa123456789 abc123456789 abcd123456 abcd1234567 asd123456789 qwer123456
qwerty1234 qwerty12345 qwerty123456 qwertyuiop qwertyuiop123 1qaz2wsx3edc 1q2w3e4r5t 1q2w3e4r5t6y qazwsxedc123
zxcvbnm123 zxcvbnm1234 asdfghjkl1 asdfghjkl123 q1w2e3r4t5 q1w2e3r4t5y6 zaq12wsxcde3 1qazxsw23edc qwe123456789
password12 password123 password1234 passw0rd123 p@ssw0rd123 p@ssword123 p@ssw0rd1234 mypassword mypassword1
administrator administrator1 admin12345 admin123456 admin1234567 admin@1234 admin@123456 admin888888 adminadmin
root123456 root1234567 rootroot123 test123456 testtest123 user123456 guest123456 welcome123 welcome1234 letmein123
iloveyou123 iloveyou1314 iloveyou520 woaini1314 woaini1314520 woaini5201314 5201314520 5201314woaini wang123456
zhang123456 li123456789 liu123456789 chen123456 5845201314 1314520520 1314521521 7758521521 1472583690 147852369a
1597534682 7894561230 7418529630 1123581321 3141592653 31415926535 football123 baseball123 superman123 princess123
sunshine123 dragon12345 monkey12345 changeme123 changeme1234 huawei@123 huawei12#$ huawei123456 china123456 beijing123
beijing2008 shanghai123 internet123 computer123 company123 hello123456 helloworld helloworld1 abcdefghij abcdefghijk
abcdefg123 abcdefg1234 qqqqqqqqqq 1111111111 aaaaaaaaaa 0000000000 8888888888 6666666666 1234567890a 1234567890q
1234567890qwe q123456789 w123456789 z123456789 as123456789 qq123456789 aini1314520 compliance compliance1
compliance123 compliance-copilot copilot123 copilot1234 copilotcopilot
"""
_EXAMPLES = """
secret changeme change-me change_me changethis change-this changethissecret please-change-me pleasechangeme
your-api-key your_api_key yourapikey api-key apikey my-api-key my-secret-key my-secret-api-key mysecretkey secretkey
secret-key super-secret supersecret supersecretkey super-secret-key default test testing example token admin password
postgres postgresql copilot root user letmein welcome qwerty 123456 12345678 123456789 compliance-copilot replace-me
replace_me replace-with-a-long-random-value replace-this-with-a-secret insert-your-key-here
"""

COMMON = frozenset(_COMMON.split())
WEAK_SECRETS = frozenset(_EXAMPLES.split())
