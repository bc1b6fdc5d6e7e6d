"""Chinese in traditional characters, as Taiwan writes it, from our sentences in simplified ones.

A table of the characters and words that the names and descriptions of commands use: enough for those, where
each simplified character stands for one traditional character; no converter for any text.
"""

#: words that Taiwan says in another way
_WORDS = {
    "服务器": "伺服器", "文件": "檔案", "身份组": "身分組", "默认": "預設", "屏蔽": "封鎖", "列表": "清單",
    "设置": "設定", "导入": "匯入", "导出": "匯出", "队列": "佇列", "链接": "連結", "打分": "評分",
}  # fmt: skip
_SIMPLIFIED = (
    "与严个为么乐习于从会优减几创别动务单历变号后听围图场处复学导显帮库开强录换摆数时样标构满点爱现电着种称离约"
    "组结给续编节范荐萨认让记许设评词试语说诺读谁调跃辑过这选钟钢链长问间队阴静项频颗题额风隐里松紧计规写竖删员"
    "关则内圆声并摇来没础"
)
_TRADITIONAL = (
    "與嚴個為麼樂習於從會優減幾創別動務單歷變號後聽圍圖場處復學導顯幫庫開強錄換擺數時樣標構滿點愛現電著種稱離約"
    "組結給續編節範薦薩認讓記許設評詞試語說諾讀誰調躍輯過這選鐘鋼鏈長問間隊陰靜項頻顆題額風隱裡鬆緊計規寫豎刪員"
    "關則內圓聲並搖來沒礎"
)
_CHARACTERS = str.maketrans(_SIMPLIFIED, _TRADITIONAL)


def traditional(text: str) -> str:
    """`text` as Taiwan writes it."""
    for word, there in _WORDS.items():
        text = text.replace(word, there)
    return text.translate(_CHARACTERS)
